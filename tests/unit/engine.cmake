# The engine's unit tests, one program: they mirror engine/*.cpp.
set(here ${CMAKE_CURRENT_LIST_DIR}/engine)
trainsweep_test(NAME engine_unit LINK trainsweep_engine LABEL unit SOURCES
  ${here}/account_test.cpp
  ${here}/architecture_test.cpp
  ${here}/columns_test.cpp
  ${here}/complaints_test.cpp
  ${here}/elementary_test.cpp
  ${here}/explain_test.cpp
  ${here}/layer_test.cpp
  ${here}/matmul_test.cpp
  ${here}/memory_test.cpp
  ${here}/money/deal_test.cpp
  ${here}/money/earning_test.cpp
  ${here}/money/fleet_test.cpp
  ${here}/money/moving_test.cpp
  ${here}/money/owning_test.cpp
  ${here}/money/renting_test.cpp
  ${here}/money/serving_test.cpp
  ${here}/network_test.cpp
  ${here}/parts_test.cpp
  ${here}/plan_space_test.cpp
  ${here}/power_test.cpp
  ${here}/quantity_test.cpp
  ${here}/schema_test.cpp
  ${here}/step_test.cpp
  ${here}/training_engine_test.cpp
  ${here}/trust_test.cpp
  ${here}/twins_test.cpp)

# Mistakes that the compiler must refuse, with the message that says why.
foreach(mistake bound_unit column_unit)
  add_test(NAME compile_fail.${mistake} COMMAND ${CMAKE_CXX_COMPILER} -std=c++20 -fsyntax-only
    -I${PROJECT_SOURCE_DIR} ${CMAKE_CURRENT_LIST_DIR}/../compile_fail/${mistake}.cpp)
  set_tests_properties(compile_fail.${mistake} PROPERTIES LABELS unit TIMEOUT 60
    PASS_REGULAR_EXPRESSION "the unit's dimension must be the (member|formula)'s")
endforeach()
