foreach(subject case_statistics condition report statistics text_table top)
  trainsweep_test(NAME ${subject}_test SOURCES unit/runner/${subject}_test.cpp LINK trainsweep_runner LABEL unit)
endforeach()

# The real program, as people run it; and what reads its files.
function(trainsweep_program_test name script label)
  add_test(NAME ${name} COMMAND /usr/bin/python3 ${CMAKE_CURRENT_SOURCE_DIR}/${script})
  set_tests_properties(${name} PROPERTIES LABELS ${label} TIMEOUT 300
    ENVIRONMENT "TRAINSWEEP_PROGRAM=$<TARGET_FILE:trainsweep>;PYTHONDONTWRITEBYTECODE=1")
endfunction()
add_test(NAME commands.setup COMMAND /usr/bin/python3 ${CMAKE_CURRENT_SOURCE_DIR}/commands/setup_test.py)
set_tests_properties(commands.setup PROPERTIES LABELS commands TIMEOUT 60 ENVIRONMENT PYTHONDONTWRITEBYTECODE=1)
if(TARGET trainsweep)
  foreach(subject arguments documents sweep texts)
    trainsweep_program_test(commands.${subject} commands/${subject}_test.py commands)
  endforeach()
  trainsweep_program_test(readers readers/readers_test.py readers)
endif()
