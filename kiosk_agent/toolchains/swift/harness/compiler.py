"""Swift's compiler and linker, called by themselves: their driver and package tool only find out what is known here."""

from dataclasses import dataclass
from pathlib import Path

import programs
from programs import Said

SWIFT = Path("/usr/libexec/swift")
FRONTEND = SWIFT / "bin/swift-frontend"
LINKER = SWIFT / "bin/lld"
CLANG = SWIFT / "bin/clang"
LIBRARIES = SWIFT / "lib/swift/linux"
XCTEST_MODULE = LIBRARIES / "x86_64"
SYSTEM = Path("/usr/lib/x86_64-linux-gnu")
LOADER = "/lib64/ld-linux-x86-64.so.2"
TARGET = "x86_64-pc-linux-gnu"
EXPRESSION_SECONDS = 1
"""Of processor time, for one expression; those of lessons take some milliseconds."""
# Only those that a program uses are loaded with it.
LINKED = (
    *("swiftSwiftOnoneSupport", "swiftCore", "swift_Concurrency", "swift_StringProcessing", "swift_RegexParser"),
    *("swiftRegexBuilder", "swiftSynchronization", "swiftObservation", "swiftGlibc", "BlocksRuntime", "dispatch"),
    *("swiftDispatch", "Foundation", "FoundationEssentials", "FoundationInternationalization"),
    *("m", "c", "gcc_s", "gcc"),
)


@dataclass(frozen=True)
class Compiler:
    """`module_cache` holds what the compiler made of the C headers; made ahead of time, it is only read."""

    scratch: Path
    module_cache: Path

    def compile(self, name: str, files: list[str], made: Path, options: list[str], *, first_runs: bool = False) -> Said:
        """Compile the files of one module into the object file `made`, from the scratch folder.

        With `first_runs`, statements of a file outside of functions are the program.
        """
        argv = [str(FRONTEND), "-frontend", "-c", *files, "-module-name", name, "-o", str(made), *options]
        argv += ["-target", TARGET, "-disable-objc-interop", "-resource-dir", f"{SWIFT}/lib/swift", "-Onone"]
        argv += ["-plugin-path", f"{SWIFT}/lib/swift/host/plugins", "-module-cache-path", str(self.module_cache)]
        # An expression that names what is nowhere made can take minutes to be understood, and then is not.
        argv += [f"-solver-expression-time-threshold={EXPRESSION_SECONDS}"]
        argv += ["-diagnostic-style=llvm", "-gline-tables-only", *(() if first_runs else ("-parse-as-library",))]
        return programs.run(argv, self.scratch, enough=b": error: ")

    def link(self, objects: list[Path], libraries: list[str], made: Path) -> Said:
        """Make a program of object files."""
        gcc = newest_gcc()
        argv = [str(LINKER), "-flavor", "gnu", "-pie", "--hash-style=gnu", "--eh-frame-hdr", "--threads=1"]
        # The old tag: what the libraries themselves load is looked for in the same folder.
        argv += ["--disable-new-dtags", "-rpath", str(LIBRARIES), "-dynamic-linker", LOADER, "-o", str(made)]
        argv += [f"{SYSTEM}/Scrt1.o", f"{SYSTEM}/crti.o", f"{gcc}/crtbeginS.o", f"{LIBRARIES}/x86_64/swiftrt.o"]
        argv += [str(part) for part in objects]
        argv += [f"-L{folder}" for folder in (LIBRARIES, gcc, SYSTEM)]
        argv += ["--as-needed", *(f"-l{library}" for library in (*libraries, *LINKED))]
        argv += [f"{gcc}/crtendS.o", f"{SYSTEM}/crtn.o"]
        return programs.run(argv, self.scratch)


def newest_gcc() -> Path:
    """Return the folder of the C compiler that has what every program starts and ends with."""
    found = Path("/usr/lib/gcc/x86_64-linux-gnu").iterdir()
    return max(found, key=lambda folder: int(folder.name) if folder.name.isdigit() else 0)
