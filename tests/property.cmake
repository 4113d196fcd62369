# Laws on random cases.
set(here ${CMAKE_CURRENT_LIST_DIR}/property)
trainsweep_test(NAME engine_search LINK trainsweep_engine LABEL property TIMEOUT 300 SOURCES ${here}/search_test.cpp)
trainsweep_test(NAME engine_laws LINK trainsweep_engine LABEL property TIMEOUT 300 SOURCES
  ${here}/account_laws_test.cpp
  ${here}/laws_test.cpp)
trainsweep_test(NAME engine_hostile LINK trainsweep_engine LABEL property TIMEOUT 300 SOURCES ${here}/hostile_test.cpp)
trainsweep_test(NAME hostile_axes LINK trainsweep_runner trainsweep_engine LABEL property TIMEOUT 300
  SOURCES ${here}/hostile_axes_test.cpp)
