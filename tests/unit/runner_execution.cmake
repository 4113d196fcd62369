trainsweep_test(NAME hdf5_test SOURCES unit/runner/hdf5_test.cpp LINK trainsweep_runner LABEL unit)
