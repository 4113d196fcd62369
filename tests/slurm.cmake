# Jobs of a real Slurm on a cluster of this machine's own; skipped, with the reason, where that cannot be.
# srun must speak with the MPI of the program; mpirun, on the PATH, is that of Debian's choice.
set(environment "TRAINSWEEP_PROGRAM=$<TARGET_FILE:trainsweep>" "TOY_SWEEP_PROGRAM=$<TARGET_FILE:toy_sweep_program>" PYTHONDONTWRITEBYTECODE=1)
if(MPIEXEC_EXECUTABLE MATCHES mpich)
  list(APPEND environment SRUN_MPI=pmi2 "TRAINSWEEP_LAUNCHER=srun --mpi=pmi2 --kill-on-bad-exit=1")
else()
  list(APPEND environment SRUN_MPI=pmix)
endif()
foreach(test slurm/Jobs slurm/TimeLimit array/Arrays srun/Srun)
  get_filename_component(file ${test} DIRECTORY)
  get_filename_component(subject ${test} NAME)
  string(TOLOWER slurm.${subject} name)
  add_test(NAME ${name} COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/slurm/cluster.sh
    ${PYTHON} ${CMAKE_CURRENT_SOURCE_DIR}/slurm/${file}_test.py ${subject})
  set_tests_properties(${name} PROPERTIES LABELS slurm TIMEOUT 600 SKIP_RETURN_CODE 77 ENVIRONMENT "${environment}")
endforeach()
