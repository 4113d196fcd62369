foreach(subject case_statistics condition report statistics text_table top)
  trainsweep_test(NAME ${subject}_test SOURCES unit/runner/${subject}_test.cpp LINK trainsweep_runner LABEL unit)
endforeach()
