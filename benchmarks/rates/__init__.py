"""The figures of `rasd archive`: one module a question, each measured in one run beside what it is compared with."""
