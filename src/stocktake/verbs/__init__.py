"""One verb a step, each as its person types it; loaded when it is asked for."""
