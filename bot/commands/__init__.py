"""The subcommands, a module each; like the composition root they may see everything."""
