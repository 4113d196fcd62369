# Perlmutter (NERSC): CPU nodes of 2 x 64 cores, HPE Cray EX, whole nodes. Not tested there.
# From docs.nersc.gov: systems/perlmutter/architecture, jobs/policy (read in November 2026).
# The default QOS is `debug`; the account is `--account mNNNN`. Write below $PSCRATCH.
#SBATCH --constraint=cpu
#SBATCH --qos=regular
#SBATCH --ntasks-per-node=128
#SBATCH --mem=0
module load PrgEnv-gnu cray-hdf5
TRAINSWEEP_LAUNCHER="srun --cpu-bind=cores --kill-on-bad-exit=1"
