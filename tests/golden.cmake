# Predictions pinned against measurements; each program rewrites its golden with --update.
trainsweep_test(NAME microbench_golden LINK trainsweep_engine LABEL golden
  SOURCES ${CMAKE_CURRENT_LIST_DIR}/golden/microbench_test.cpp)

if(TARGET trainsweep)
  add_test(NAME golden.case_statistics
    COMMAND /usr/bin/python3 ${CMAKE_CURRENT_SOURCE_DIR}/golden/case_statistics_test.py)
  set_tests_properties(golden.case_statistics PROPERTIES LABELS golden TIMEOUT 120
    ENVIRONMENT "TRAINSWEEP_PROGRAM=$<TARGET_FILE:trainsweep>;PYTHONDONTWRITEBYTECODE=1")
endif()
