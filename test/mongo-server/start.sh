#!/bin/sh
# Starts the second engine of the test suite: start.sh <port> [file]. Needs java and mvn; runs until it is killed.
# Then: TEST_MONGODB_URI=mongodb://127.0.0.1:<port> npm test
set -eu
port=${1:?usage: start.sh <port> [file]}
file=${2:+$(realpath -m "$2")}
cd "$(dirname "$0")"
ls jars/mongo-java-server-h2-backend-*.jar >/dev/null 2>&1 || mvn -q -B dependency:copy-dependencies -DoutputDirectory=jars
exec java -cp 'jars/*' MongoServerMain.java "$port" ${file:+"$file"}
