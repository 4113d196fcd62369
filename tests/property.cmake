# Laws on random cases.
set(here ${CMAKE_CURRENT_LIST_DIR}/property)
trainsweep_test(NAME engine_search LINK trainsweep_engine LABEL property TIMEOUT 300 SOURCES ${here}/search_test.cpp)
