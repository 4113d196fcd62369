// What --help says beside the options: about the program, and examples of each command.
#pragma once

namespace trainsweep {

inline constexpr const char* kAbout =
    "What does it take to train this model, on which vendor's chips, how many of them, at what price?\n"
    "A config in TOML names a grid of questions; `run` evaluates a model of training at every point of it\n"
    "and writes one HDF5 file that xarray, pandas, Julia, R and MATLAB open as a labelled dataset.";

inline constexpr const char* kExamples = R"(
First steps:
  trainsweep catalog offers                        who sells what, at which price
  trainsweep check configs/sweeps/quickstart.toml  what the sweep will do, before it does it
  mpirun -n 4 trainsweep run configs/sweeps/quickstart.toml
  trainsweep top quickstart.h5 --by cost_usd --where "train_days <= 60" --per model,vendor

`trainsweep COMMAND --help` shows the options of a command, with examples.

Exit status: 0 done, 1 a fault of trainsweep, 2 wrong arguments or config, 3 disk, MPI or
HDF5 failed, 75 stopped early: the same command with --resume goes on.)";

inline constexpr const char* kRunExamples = R"(
Examples:
  trainsweep run my.toml                           one process, writes my.h5 here
  mpirun -n 8 trainsweep run my.toml -o /data/a.h5 eight ranks
  srun -n 128 trainsweep run my.toml --resume      goes on with my.h5 if it is there, begins it if not
  trainsweep run my.toml --part 3/16               one of 16 jobs that write my.h5 together
  trainsweep run my.toml --set fixed.tokens_per_param=100

An output that is there already is never lost: without --resume or --overwrite the command refuses.)";

inline constexpr const char* kCheckExamples = R"(
Example:
  trainsweep check my.toml --set grid.chips='[64, 128]')";

inline constexpr const char* kExplainExamples = R"(
Examples:
  trainsweep explain my.toml --at offer=aws-trn2 --at chips=1024
  trainsweep explain my.toml --at offer=aws-trn2,chips=1024 --json

An axis that is not named takes its first value in the config.)";

inline constexpr const char* kTopExamples = R"(
Examples:
  trainsweep top out.h5 --names                    what this file can be asked for
  trainsweep top out.h5 --by cost_usd --where "train_days <= 30" -n 5
  trainsweep top out.h5 --by cost_usd --per model,vendor --columns vendor,chips,train_days,cost_usd
  trainsweep top out.h5 --by mfu --descending --where "recompute == none" --csv > best.csv

Works while the sweep still runs, and on a half-done file.)";

inline constexpr const char* kShowExamples = R"(
Examples:
  trainsweep show out.h5 --by cost_usd --down model --across chips
  trainsweep show out.h5 --by cost_usd --down model --across chips --cell vendor   who is the cheapest where
  trainsweep show out.h5 --by cost_usd --down offer --across price_factor --heat   shades instead of numbers
  trainsweep show out.h5 --by mfu --descending --down chip --across chips --where "model == llama3-70b"

A cell stands for the best point with its two labels; `trainsweep top out.h5 --names` lists the names.)";

inline constexpr const char* kExportExamples = R"(
Examples:
  trainsweep export out.h5 --csv > out.csv
  trainsweep export out.h5 --parquet --where "train_days <= 30" > fast.parquet
  trainsweep export out.h5 --csv --columns model,vendor,chips,train_days,cost_usd > some.csv

One row a point that has values, in the order of the file. Memory does not depend on the size of the
table. Units stand in the header of CSV, and in the metadata of Parquet under `units`.)";

inline constexpr const char* kPackExamples = R"(
Examples:
  trainsweep pack out.h5                           writes out.packed.h5 beside it
  trainsweep pack out.h5 -o /archive/out.h5

The copy has all that the file has and is read by the same programs: columns are chunked, shuffled and
deflated, which every reader of HDF5 knows. A run can go on with the original only.)";

inline constexpr const char* kCasesExamples = R"(
Examples:
  trainsweep cases configs/cases                   all that was published
  trainsweep cases my-runs.toml --by source,vendor+model_class
  trainsweep cases configs/cases --csv > cases.csv)";

inline constexpr const char* kCatalogExamples = R"(
Examples:
  trainsweep catalog                               the kinds of record, and how many there are
  trainsweep catalog chips                         one line a chip
  trainsweep catalog chips h100-sxm                every value with its unit, basis and source
  trainsweep catalog axes                          what a config can set
  trainsweep catalog columns                       what a result can hold)";

inline constexpr const char* kSlurmExamples = R"(
Examples:
  trainsweep slurm my.toml > my.sbatch             to read, change and submit by hand
  trainsweep slurm my.toml --submit                sizes from the estimate and from sinfo
  trainsweep slurm my.toml -o /scratch/me/my.h5 --site lumi --account project_465 --nodes 8 --submit
  trainsweep slurm my.toml --parts 16 --submit     an array of 16 jobs that write my.h5 together
  trainsweep slurm my.toml --sbatch qos=debug --sbatch mail-type=END

The job stops before its time is over and is requeued until all is done; the same command once
more goes on after a cancel or a failure.)";

}  // namespace trainsweep
