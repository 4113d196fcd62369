# The analysis package, under Debian's Python: it has the libraries that apt installs.
find_program(DEBIAN_PYTHON python3 PATHS /usr/bin NO_DEFAULT_PATH)
if(DEBIAN_PYTHON)
  add_test(NAME analysis COMMAND ${DEBIAN_PYTHON} -m pytest -q -c ${CMAKE_CURRENT_SOURCE_DIR}/analysis/pytest.ini
    ${CMAKE_CURRENT_SOURCE_DIR}/analysis)
  set_tests_properties(analysis PROPERTIES LABELS analysis TIMEOUT 600 ENVIRONMENT
    "TRAINSWEEP_PROGRAM=$<$<TARGET_EXISTS:trainsweep>:$<TARGET_FILE:trainsweep>>;PYTHONDONTWRITEBYTECODE=1")
endif()
