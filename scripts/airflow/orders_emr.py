from datetime import datetime

from airflow import DAG
from airflow.providers.amazon.aws.operators.emr import EmrAddStepsOperator

with DAG(
    dag_id="highwater-orders-incremental",
    schedule=None,
    start_date=datetime(2026, 1, 1),
    catchup=False,
    max_active_runs=1,
):
    EmrAddStepsOperator(
        task_id="highwater-orders-incremental",
        job_flow_id="<cluster>",
        steps=[
            {
                "Name": "highwater-orders-incremental",
                "ActionOnFailure": "CONTINUE",
                "HadoopJarStep": {
                    "Jar": "command-runner.jar",
                    "Args": [
                        "spark-submit",
                        "--deploy-mode",
                        "cluster",
                        "--packages",
                        "org.postgresql:postgresql:42.7.14",
                        "--conf",
                        "spark.sql.catalog.spark_catalog=org.apache.spark.sql.delta.catalog.DeltaCatalog",
                        "--conf",
                        "spark.sql.extensions=io.delta.sql.DeltaSparkSessionExtension",
                        "--conf",
                        "spark.yarn.maxAppAttempts=1",
                        "--class",
                        "io.highwater.jobs.incremental.Incremental",
                        "s3://<bucket>/highwater-spark-3.5.jar",
                        "--conf-file",
                        "s3://<bucket>/orders.conf",
                    ],
                },
            },
        ],
        waiter_delay=60,
        waiter_max_attempts=1500,
        wait_for_completion=True,
    )
