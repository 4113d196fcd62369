# Fuzzers (see fuzz/fuzz.py), where clang builds with -fsanitize=...,fuzzer-no-link.
# ctest gives each of them a few seconds.
if(CMAKE_CXX_COMPILER_ID STREQUAL Clang AND TRAINSWEEP_SANITIZE MATCHES fuzzer-no-link)
  set(here ${CMAKE_CURRENT_LIST_DIR}/fuzz)
  foreach(subject arguments cases catalog config result)
    set(inputs 5000)
    if(subject STREQUAL result)  # each opens a file, some in a process of its own
      set(inputs 200)
    endif()
    add_executable(${subject}_fuzzer ${here}/${subject}_fuzzer.cpp)
    target_link_libraries(${subject}_fuzzer PRIVATE trainsweep_warnings trainsweep_runner trainsweep_toy -fsanitize=fuzzer)
    target_compile_definitions(${subject}_fuzzer PRIVATE TRAINSWEEP_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
    add_test(NAME fuzz.${subject} COMMAND /usr/bin/python3 ${here}/fuzz.py $<TARGET_FILE:${subject}_fuzzer> ${inputs})
    set_tests_properties(fuzz.${subject} PROPERTIES LABELS fuzz TIMEOUT 300)
  endforeach()
endif()
