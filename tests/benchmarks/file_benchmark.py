"""How fast an account-bound sweep with all columns fills its file, against a plain write and
fsync of the same bytes to the same disk in the same minute, from one and from two ranks.

Disks and shared machines change their minds from second to second, so the two take turns,
and medians are compared. The last lines slow every fdatasync down (SLOW_SYNC names the
library built from slow_sync.cpp): the sweep's time must not grow by the number of commits.
"""
import os

import measure

CONFIG = """
[sweep]
question = "How fast does the file grow?"
[fixed]
model = "llama3-70b"
offer = "aws-p5-h100"
chips = 1024
[grid]
tokens_per_param = {{ from = 10, to = 300, count = {tokens}, scale = "log" }}
price_usd_per_chip_hour = {{ from = 0.5, to = 10, count = 1000 }}
"""
DELAY_MS = 300


def main():
    options = measure.arguments(__doc__, points=5_000_000, rounds=5)
    print(measure.describe_machine())
    with measure.Folder(options.folder) as folder:
        config = folder.write("file.toml", CONFIG.format(tokens=options.points // 1000))
        rows = [("", "GB/s", "least", "most", "of plain")]
        for ranks in (1, 2):
            plain, swept, size = [], [], 0
            for _ in range(options.rounds):
                folder.empty()
                _, counted = measure.sweep(folder, config, ranks)
                size, blocks = counted["bytes"], measure.sample(folder.path / "out.h5")
                swept.append(size / counted["wall_seconds"] / 1e9)
                folder.empty()
                plain.append(size / measure.plain_write(folder, size, blocks, ranks) / 1e9)
            rows.append((f"plain write and fsync, {ranks} at once", *measure.spread(plain), ""))
            ratio = measure.spread(swept)[0] / measure.spread(plain)[0]
            rows.append((f"sweep, {ranks} rank{'s' if ranks > 1 else ''}", *measure.spread(swept), ratio))
        print(f"{size / 1e9:.2f} GB, all columns, {options.rounds} rounds")
        measure.print_table(rows)
        slow_disk(folder, config, options.rounds)


def slow_disk(folder, config, rounds):
    library = os.environ.get("SLOW_SYNC")
    if library is None:
        return
    times = {delay: [] for delay in (0, DELAY_MS)}
    for _ in range(rounds):
        for delay, seconds in times.items():
            folder.empty()
            environment = {"LD_PRELOAD": library, "SLOW_SYNC_MS": str(delay)}
            seconds.append(measure.sweep(folder, config, environment=environment)[1]["wall_seconds"])
    rows = [("each fdatasync", "sweep s", "least", "most")]
    rows += [(f"as it is, plus {delay} ms", *measure.spread(seconds)) for delay, seconds in times.items()]
    measure.print_table(rows)


if __name__ == "__main__":
    main()
