# Predictions pinned against measurements; each program rewrites its golden with --update.
trainsweep_test(NAME microbench_golden LINK trainsweep_engine LABEL golden
  SOURCES ${CMAKE_CURRENT_LIST_DIR}/golden/microbench_test.cpp)
