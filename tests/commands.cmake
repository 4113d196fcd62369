trainsweep_test(NAME text_table_test SOURCES unit/runner/text_table_test.cpp LINK trainsweep_runner LABEL unit)
trainsweep_test(NAME condition_test SOURCES unit/runner/condition_test.cpp LINK trainsweep_runner LABEL unit)
