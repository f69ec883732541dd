"""How a chart looks: data in, PNG and alt text out. Knows Matplotlib, nothing of ours."""
