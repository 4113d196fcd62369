trainsweep_test(NAME hdf5_test SOURCES unit/runner/hdf5_test.cpp LINK trainsweep_runner LABEL unit)

add_executable(toy_sweep_program support/toy_sweep_main.cpp)
target_link_libraries(toy_sweep_program PRIVATE trainsweep_warnings trainsweep_runner trainsweep_toy)
trainsweep_test(NAME run_sweep_test SOURCES unit/runner/run_sweep_test.cpp LINK trainsweep_runner trainsweep_toy LABEL unit)
