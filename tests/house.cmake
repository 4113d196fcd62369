# The rules of the house: layers, words, sizes, headers, documents.
set(PYTHON /usr/bin/python3)  # Debian's, which has the libraries; another may stand first on the PATH

foreach(rule layers words sizes)
  add_test(NAME house.${rule} COMMAND ${PYTHON} ${CMAKE_CURRENT_SOURCE_DIR}/house/${rule}_test.py)
  set_tests_properties(house.${rule} PROPERTIES LABELS house TIMEOUT 60 ENVIRONMENT PYTHONDONTWRITEBYTECODE=1)
endforeach()

add_test(NAME house.headers COMMAND ${PYTHON} ${CMAKE_CURRENT_SOURCE_DIR}/house/headers_test.py ${CMAKE_CXX_COMPILER}
  "$<JOIN:$<TARGET_PROPERTY:trainsweep_runner,INCLUDE_DIRECTORIES>,;>" ${MPI_CXX_HEADER_DIR} COMMAND_EXPAND_LISTS)
set_tests_properties(house.headers PROPERTIES LABELS house TIMEOUT 900 PROCESSORS 2 ENVIRONMENT PYTHONDONTWRITEBYTECODE=1)
