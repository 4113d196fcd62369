"""Every header compiles alone: headers_test.py COMPILER [INCLUDE_FOLDER]..."""
import concurrent.futures
import os
import subprocess
import sys

import sources


def fault(compiler, folders, header):
    """The compiler's complaint about a file that includes this header and nothing else; '' for none."""
    command = [compiler, "-std=c++20", "-fsyntax-only", "-x", "c++", "-Wall", "-Wextra", "-Wno-unused"]
    command += ["-DOMPI_SKIP_MPICXX", "-DMPICH_SKIP_MPICXX"]
    command += [f"-I{sources.ROOT}"] + [f"-isystem{folder}" for folder in folders] + ["-"]
    # Twice, so that a missing guard shows.
    source = f'#include "{header}"\n#include "{header}"\n'
    done = subprocess.run(command, input=source, capture_output=True, text=True, check=False)
    return done.stderr if done.returncode != 0 else ""


def main():
    compiler, folders = sys.argv[1], [f for f in sys.argv[2:] if f not in ("", str(sources.ROOT), "/usr/include")]
    headers = [sources.name(path) for path in sources.files(".hpp", under=("engine", "runner", "tests"))]
    if not headers:
        sys.exit("no headers found")
    if not fault(compiler, folders, "engine/no_such_header.hpp"):
        sys.exit("the check sees no fault in a header that does not exist")
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        found = [text for text in pool.map(lambda header: fault(compiler, folders, header), headers) if text]
    print("\n".join(found))
    print(f"{len(headers)} headers, {len(found)} that do not compile alone")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
