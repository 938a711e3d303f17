"""What flashgen costs: ``python -m tests.benchmarks`` prints it as ratios, which any machine can repeat."""
