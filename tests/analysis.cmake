# The analysis package, under Debian's Python: it has the libraries that apt installs.
find_program(DEBIAN_PYTHON python3 PATHS /usr/bin NO_DEFAULT_PATH)

# trainsweep_analysis_test(NAME ARGUMENTS_OF_PYTEST...)
function(trainsweep_analysis_test name)
  add_test(NAME ${name} COMMAND ${DEBIAN_PYTHON} -m pytest -q -c ${CMAKE_CURRENT_SOURCE_DIR}/analysis/pytest.ini ${ARGN})
  set_tests_properties(${name} PROPERTIES LABELS analysis TIMEOUT 900 ENVIRONMENT
    "TRAINSWEEP_PROGRAM=$<$<TARGET_EXISTS:trainsweep>:$<TARGET_FILE:trainsweep>>;PYTHONDONTWRITEBYTECODE=1")
endfunction()

if(DEBIAN_PYTHON)
  set(folder ${CMAKE_CURRENT_SOURCE_DIR}/analysis)
  trainsweep_analysis_test(analysis ${folder} --ignore=${folder}/browser_test.py --ignore=${folder}/program_test.py)
  trainsweep_analysis_test(analysis_browser ${folder}/browser_test.py)
  trainsweep_analysis_test(analysis_program ${folder}/program_test.py)
endif()
