# LUMI-C (CSC): CPU nodes of 2 x 64 cores, HPE Cray EX. Not tested there.
# From docs.lumi-supercomputer.eu: runjobs/scheduled-jobs/partitions and lumic-job (read in
# November 2026). `standard` gives whole nodes, at most 512 for 2 days; a share of a node is
# --partition small --sbatch mem-per-cpu=1750 (at most 4 nodes for 3 days). The account is
# `--account project_NNNNNNNNN`. Write below /scratch or /flash of the project.
#SBATCH --partition=standard
#SBATCH --ntasks-per-node=128
#SBATCH --time=2-00:00:00
#SBATCH --mem=0
module load LUMI PrgEnv-gnu cray-hdf5
TRAINSWEEP_LAUNCHER="srun --cpu-bind=cores --kill-on-bad-exit=1"
