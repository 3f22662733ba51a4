from datetime import datetime

from airflow import DAG
from airflow.providers.apache.spark.operators.spark_submit import SparkSubmitOperator

with DAG(
    dag_id="highwater-orders-incremental",
    schedule=None,
    start_date=datetime(2026, 1, 1),
    catchup=False,
    max_active_runs=1,
):
    SparkSubmitOperator(
        task_id="highwater-orders-incremental",
        conn_id="spark_default",
        name="highwater-orders-incremental",
        java_class="io.highwater.jobs.incremental.Incremental",
        application="/opt/highwater/highwater.jar",
        application_args=[
            "--conf-file",
            "/opt/highwater/orders.conf",
        ],
        packages="io.delta:delta-spark_2.13:4.4.0,org.postgresql:postgresql:42.7.14",
        conf={
            "spark.sql.catalog.spark_catalog": "org.apache.spark.sql.delta.catalog.DeltaCatalog",
            "spark.sql.extensions": "io.delta.sql.DeltaSparkSessionExtension",
        },
    )
