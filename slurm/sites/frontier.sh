# Frontier (OLCF): 64 cores a node, of which Slurm gives 56 (one core in each L3 region is the
# system's), HPE Cray EX, whole nodes. Not tested there.
# From docs.olcf.ornl.gov/systems/frontier_user_guide.html (read in November 2026). Jobs of up
# to 91 nodes get 2 hours, up to 183 nodes 6, larger ones 12: give --time for those. Write
# below /lustre/orion, and leave its striping alone: the layout grows with the file.
#SBATCH --partition=batch
#SBATCH --ntasks-per-node=56
#SBATCH --time=02:00:00
module load PrgEnv-gnu cray-hdf5
TRAINSWEEP_LAUNCHER="srun --cpus-per-task=1 --cpu-bind=cores --kill-on-bad-exit=1"
