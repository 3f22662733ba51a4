"""Runs a DAG with operators that only write down what they are told. They take what those of Airflow's providers document."""

import json
import runpy
import sys
import types

TASKS = []


class DAG:
    def __init__(self, dag_id, schedule, start_date, catchup, max_active_runs):
        TASKS.append({"dag_id": dag_id, "schedule": schedule, "max_active_runs": max_active_runs, "catchup": catchup})

    def __enter__(self):
        return self

    def __exit__(self, *failure):
        return False


def operator(name, *parameters):
    def told(self, *, task_id, **values):
        unknown = set(values) - set(parameters)
        if unknown:
            raise TypeError(f"{name} takes no {sorted(unknown)}")
        TASKS.append({"operator": name, "task_id": task_id, **values})

    return type(name, (), {"__init__": told})


def module(name, **content):
    sys.modules[name] = types.ModuleType(name)
    sys.modules[name].__dict__.update(content)


for package in (
    "providers", "providers.apache", "providers.apache.spark", "providers.apache.spark.operators",
    "providers.amazon", "providers.amazon.aws", "providers.amazon.aws.operators",
    "providers.google", "providers.google.cloud", "providers.google.cloud.operators",
):
    module("airflow." + package)
module("airflow", DAG=DAG)
module(
    "airflow.providers.apache.spark.operators.spark_submit",
    SparkSubmitOperator=operator(
        "SparkSubmitOperator", "application", "conf", "conn_id", "jars", "java_class", "packages", "name",
        "application_args", "env_vars",
    ),
)
module(
    "airflow.providers.amazon.aws.operators.emr",
    EmrAddStepsOperator=operator(
        "EmrAddStepsOperator", "job_flow_id", "job_flow_name", "cluster_states", "aws_conn_id", "steps",
        "wait_for_completion", "waiter_delay", "waiter_max_attempts", "execution_role_arn", "deferrable",
    ),
    EmrServerlessStartJobOperator=operator(
        "EmrServerlessStartJobOperator", "application_id", "execution_role_arn", "job_driver",
        "configuration_overrides", "client_request_token", "config", "wait_for_completion", "aws_conn_id", "name",
        "waiter_max_attempts", "waiter_delay", "deferrable", "enable_application_ui_links",
    ),
)
module(
    "airflow.providers.google.cloud.operators.dataproc",
    DataprocSubmitJobOperator=operator(
        "DataprocSubmitJobOperator", "job", "region", "project_id", "request_id", "gcp_conn_id", "asynchronous",
        "deferrable",
    ),
)

runpy.run_path(sys.argv[1])
print(json.dumps(TASKS))
