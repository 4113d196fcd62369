# The engine's unit tests, one program: they mirror engine/*.cpp.
set(here ${CMAKE_CURRENT_LIST_DIR}/engine)
trainsweep_test(NAME engine_unit LINK trainsweep_engine LABEL unit SOURCES
  ${here}/architecture_test.cpp
  ${here}/matmul_test.cpp
  ${here}/network_test.cpp
  ${here}/quantity_test.cpp
  ${here}/schema_test.cpp)
