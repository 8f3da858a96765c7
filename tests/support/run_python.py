"""Runs the Python program of a folder on the real engine, as an inline program: no host of Python programs is needed.

`run_python.py <folder> <bin/pulumi's root, or nothing> <home> <step>...` with the configuration as JSON on stdin; prints, for
each step, what the engine did to how many resources, and the outputs, as JSON.
"""

import json
import os
import runpy
import sys

from pulumi import automation

folder, root, home, *steps = sys.argv[1:]
environment = {
    "PULUMI_BACKEND_URL": f"file://{home}",
    "PULUMI_CONFIG_PASSPHRASE": "test",
    "PULUMI_SKIP_UPDATE_CHECK": "true",
}
stack = automation.create_or_select_stack(
    "test",
    project_name="shop",
    program=lambda: runpy.run_path(os.path.join(folder, "__main__.py")),
    opts=automation.LocalWorkspaceOptions(
        pulumi_home=home,
        env_vars=environment,
        pulumi_command=automation.PulumiCommand(root=root or None),
    ),
)
for key, value in json.load(sys.stdin).items():
    secret = key == "certcentral:apiKey"
    stack.set_config(key, automation.ConfigValue(value, secret=secret))
done = []
for step in steps:
    result = getattr(stack, step)()
    changes = result.change_summary if step == "preview" else result.summary.resource_changes
    outputs = {} if step != "up" else {k: v.value for k, v in result.outputs.items()}
    done.append({"changes": changes, "outputs": outputs})
json.dump(done, sys.stdout)
