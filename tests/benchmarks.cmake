# Benchmarks: built where Google Benchmark is, run by hand (tests/benchmarks/README.md).
# ctest runs each for a moment, so that they do not rot, and in release builds counts
# instructions where valgrind is.
set(here ${CMAKE_CURRENT_LIST_DIR}/benchmarks)
find_package(benchmark QUIET)
if(benchmark_FOUND)
  foreach(name search_benchmark account_benchmark)
    add_executable(${name} ${here}/${name}.cpp)
    target_link_libraries(${name} PRIVATE trainsweep_warnings trainsweep_engine benchmark::benchmark)
    add_test(NAME ${name}.smoke COMMAND ${name} --benchmark_min_time=0.001)
    set_tests_properties(${name}.smoke PROPERTIES LABELS bench TIMEOUT 120 FAIL_REGULAR_EXPRESSION "ERROR OCCURRED")
  endforeach()
endif()

find_program(VALGRIND valgrind)
if(VALGRIND AND CMAKE_BUILD_TYPE STREQUAL Release AND CMAKE_CXX_COMPILER_ID STREQUAL GNU)
  add_executable(instruction_probe ${here}/instruction_probe.cpp)
  target_link_libraries(instruction_probe PRIVATE trainsweep_warnings trainsweep_engine)
  add_test(NAME instructions COMMAND /usr/bin/python3 ${here}/instructions_test.py $<TARGET_FILE:instruction_probe>)
  add_test(NAME vectorized COMMAND /usr/bin/python3 ${here}/vectorized_test.py
    ${CMAKE_BINARY_DIR}/compile_commands.json $<TARGET_FILE:instruction_probe>)
  set_tests_properties(instructions vectorized PROPERTIES LABELS bench TIMEOUT 300)
endif()
