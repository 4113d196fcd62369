trainsweep_test(NAME catalog_test SOURCES unit/catalog_test.cpp LINK trainsweep_runner trainsweep_engine LABEL unit)
