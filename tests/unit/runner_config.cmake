# From TOML text to a validated sweep, with a toy engine in place of the model.
add_library(trainsweep_toy STATIC support/toy_engine.cpp)
target_link_libraries(trainsweep_toy PUBLIC trainsweep_engine PRIVATE trainsweep_warnings)

foreach(subject diagnostics suggest toml_reader axis_values formula claim)
  trainsweep_test(NAME ${subject}_test SOURCES unit/runner/${subject}_test.cpp LINK trainsweep_runner LABEL unit)
endforeach()
trainsweep_test(NAME toy_engine_test SOURCES unit/runner/toy_engine_test.cpp LINK trainsweep_toy LABEL unit)
foreach(subject case_reader catalog_listing check hostile_config messages record_reader scenario sweep_reader)
  trainsweep_test(NAME ${subject}_test SOURCES unit/runner/${subject}_test.cpp LINK trainsweep_runner trainsweep_toy LABEL unit)
endforeach()
trainsweep_test(NAME configs_test SOURCES unit/runner/configs_test.cpp LINK trainsweep_runner trainsweep_engine LABEL unit)
