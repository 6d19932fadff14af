# Finds the Java to run with, by JAVA_HOME or the PATH. Sets java, java_home and java_version, or ends with a message.
# Reads the version from the JDK's own `release` file, because asking the JVM takes a tenth of a second.

oldest_java=17

no_java() {
    echo "amend: $1. Install a JDK ($oldest_java or 21), and set JAVA_HOME to it or put its java on the PATH" >&2
    exit 1
}

if [ -n "${JAVA_HOME:-}" ]; then
    java=$JAVA_HOME/bin/java
    [ -x "$java" ] || no_java "Cannot find java: there is no $java, where JAVA_HOME points to"
else
    java=$(command -v java) || no_java "Cannot find java: JAVA_HOME is not set and there is none on the PATH"
    java=$(readlink -f "$java")
fi
java_home=${java%/bin/java}

java_version=
if [ -r "$java_home/release" ]; then
    while IFS='="' read -r key _ value _; do
        case $key in
            JAVA_RUNTIME_VERSION) java_version=$value; break ;;
            JAVA_VERSION) java_version=$value ;;
        esac
    done <"$java_home/release"
fi
if [ -z "$java_version" ]; then
    java_version=$("$java" -version 2>&1 | sed -n 's/.* version "\([^"]*\)".*/\1/p')
fi

java_major=${java_version%%[!0-9]*}
if [ "${java_major:-0}" -lt "$oldest_java" ]; then
    no_java "Cannot run with Java ${java_version:-of unknown version} ($java): Amend needs $oldest_java or later"
fi
