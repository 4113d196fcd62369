# Benchmarks: run by hand (tests/benchmarks/README.md). ctest runs each for a moment, so
# that they do not rot, and in release builds counts instructions where valgrind is.
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

# What the sweep's own machinery costs, on a toy engine and on engines that do next to nothing.
foreach(name scheduler_simulation message_benchmark polynomial_sweep)
  add_executable(${name} ${here}/${name}.cpp)
  target_link_libraries(${name} PRIVATE trainsweep_warnings trainsweep_runner trainsweep_toy trainsweep_engine)
endforeach()
target_compile_options(polynomial_sweep PRIVATE -ffp-contract=off)  # the bits of Python
add_test(NAME scheduler_simulation.smoke COMMAND scheduler_simulation 2 50 1000 1 1e6)
set_tests_properties(scheduler_simulation.smoke PROPERTIES LABELS bench TIMEOUT 120)

# Whole commands, as people run them.
if(TARGET trainsweep AND NOT TRAINSWEEP_SANITIZE)  # whose runtime wants to be preloaded first
  add_library(slow_sync MODULE ${here}/slow_sync.cpp)
  target_link_libraries(slow_sync PRIVATE trainsweep_warnings)
  set(file --points 100000 --rounds 1)
  set(sweep --points 1000000 --searches 2000 --rounds 1)
  set(dispatch --side 100 --many 100000 --rounds 1)
  foreach(name file sweep dispatch)
    add_test(NAME ${name}_benchmark.smoke COMMAND /usr/bin/python3 ${here}/${name}_benchmark.py ${${name}})
    set_tests_properties(${name}_benchmark.smoke PROPERTIES LABELS bench TIMEOUT 120 ENVIRONMENT
      "TRAINSWEEP_PROGRAM=$<TARGET_FILE:trainsweep>;SLOW_SYNC=$<TARGET_FILE:slow_sync>;POLYNOMIAL_SWEEP=$<TARGET_FILE:polynomial_sweep>;PYTHONDONTWRITEBYTECODE=1")
  endforeach()
endif()
