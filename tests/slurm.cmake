# Jobs of a real Slurm on a cluster of this machine's own; skipped, with the reason, where that cannot be.
foreach(subject Jobs TimeLimit)
  string(TOLOWER slurm.${subject} name)
  add_test(NAME ${name} COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/slurm/cluster.sh
    ${PYTHON} ${CMAKE_CURRENT_SOURCE_DIR}/slurm/slurm_test.py ${subject})
  set_tests_properties(${name} PROPERTIES LABELS slurm TIMEOUT 600 SKIP_RETURN_CODE 77
    ENVIRONMENT "TRAINSWEEP_PROGRAM=$<TARGET_FILE:trainsweep>;PYTHONDONTWRITEBYTECODE=1")
endforeach()
