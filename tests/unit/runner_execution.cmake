trainsweep_test(NAME hdf5_test SOURCES unit/runner/hdf5_test.cpp LINK trainsweep_runner LABEL unit)

add_executable(toy_sweep_program support/toy_sweep_main.cpp)
target_link_libraries(toy_sweep_program PRIVATE trainsweep_warnings trainsweep_runner trainsweep_toy)
find_package(MPI REQUIRED COMPONENTS CXX)
trainsweep_test(NAME file_hints_test SOURCES unit/runner/file_hints_test.cpp LINK trainsweep_runner trainsweep_toy MPI::MPI_CXX
  LABEL mpi RANKS 1 2)
target_compile_definitions(file_hints_test PRIVATE OMPI_SKIP_MPICXX MPICH_SKIP_MPICXX)
trainsweep_test(NAME launcher_test SOURCES unit/runner/launcher_test.cpp LINK trainsweep_runner LABEL unit)
add_library(failing_disk MODULE support/failing_disk.cpp)
target_link_libraries(failing_disk PRIVATE ${CMAKE_DL_LIBS})
foreach(subject batch_script slurm_job grid units regions part inner_batches wire ledger seal trial pack run_sweep verify sweep_status coordinates output_lock progress)
  trainsweep_test(NAME ${subject}_test SOURCES unit/runner/${subject}_test.cpp LINK trainsweep_runner trainsweep_toy LABEL unit)
endforeach()
trainsweep_test(NAME scheduler_test SOURCES property/scheduler_test.cpp LINK trainsweep_runner trainsweep_toy LABEL property)

# Whole runs of the toy sweep on ranks, with kills, stops and damage; driven by Python.
foreach(test mpi/ranks mpi/parts fault/stop fault/file fault/disk)
  string(REPLACE "/" "." name ${test})
  add_test(NAME ${name} COMMAND /usr/bin/python3 ${CMAKE_CURRENT_SOURCE_DIR}/${test}_test.py)
  get_filename_component(label ${test} DIRECTORY)
  set_tests_properties(${name} PROPERTIES LABELS ${label} TIMEOUT 600 PROCESSORS 2 ENVIRONMENT
    "TOY_SWEEP_PROGRAM=$<TARGET_FILE:toy_sweep_program>;FAILING_DISK_LIBRARY=$<TARGET_FILE:failing_disk>;MPIRUN=${MPIEXEC_EXECUTABLE};PYTHONDONTWRITEBYTECODE=1")
endforeach()
