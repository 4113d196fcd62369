# Alpine (University of Colorado Boulder): a university's cluster with Open MPI, CPU nodes of
# 64 cores, shared by jobs. Not tested there.
# From curc.readthedocs.io: clusters/alpine/alpine-hardware and programming/MPIBestpractices
# (read in November 2026). MPI goes over the nodes with InfiniBand, at most 64 of them; Open
# MPI needs the environment of the batch script in its steps. Write below /scratch/alpine.
#SBATCH --partition=acpu
#SBATCH --qos=cpu-normal
#SBATCH --constraint=ib
#SBATCH --ntasks-per-node=64
#SBATCH --time=1-00:00:00
module purge
module load gcc openmpi
export SLURM_EXPORT_ENV=ALL
