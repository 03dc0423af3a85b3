"""What the files of a build folder and of a project are called, beside those of `kg.values.records`."""

#: the form of a build folder that this version writes and reads
FORMAT = 1
#: what became of each decision
DECIDED = "decided.jsonl"
#: the hidden folder of a build: what was extracted of each article, what was read, the lock
HIDDEN = ".zhkg"
#: what a project remembers
PROJECT = "zhkg.toml"
#: the folder of a project that holds what came from standard input
STDIN = "stdin"
