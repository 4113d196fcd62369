# Andes (OLCF): a cluster of plain Linux nodes of 2 x 16 cores with Open MPI, started by srun.
# Not tested there.
# From docs.olcf.ornl.gov/systems/andes_user_guide.html (read in November 2026). Write below
# /lustre/orion.
#SBATCH --partition=batch
#SBATCH --ntasks-per-node=32
#SBATCH --time=2-00:00:00
module load gcc openmpi hdf5
TRAINSWEEP_LAUNCHER="srun --kill-on-bad-exit=1"
