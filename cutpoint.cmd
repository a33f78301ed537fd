@echo off
rem Starts Cutpoint on Windows: a plain launcher without class cache. It was written by review only and never run.
rem Java: CUTPOINT_JAVA_HOME, else the runtime that came along, else JAVA_HOME, else java on the PATH.
setlocal
set "HOME_DIR=%~dp0"
set "LIB=%HOME_DIR%cli\target\lib"
if not exist "%HOME_DIR%pom.xml" set "LIB=%HOME_DIR%lib"

set "JAVA_BIN=java"
if defined JAVA_HOME set "JAVA_BIN=%JAVA_HOME%\bin\java"
if exist "%HOME_DIR%runtime\bin\java.exe" set "JAVA_BIN=%HOME_DIR%runtime\bin\java"
if defined CUTPOINT_JAVA_HOME set "JAVA_BIN=%CUTPOINT_JAVA_HOME%\bin\java"
"%JAVA_BIN%" --version 1>nul 2>nul
if errorlevel 1 (
  echo cutpoint: no Java was found. Install a JDK 25 and set CUTPOINT_JAVA_HOME to its folder. 1>&2
  exit /b 78
)

if not exist "%LIB%\cutpoint-cli-*.jar" (
  if not exist "%HOME_DIR%mvnw.cmd" (
    echo cutpoint: %LIB% holds no cutpoint-cli jar: this installation is not whole. 1>&2
    exit /b 78
  )
  echo cutpoint: building once, which takes a minute or two 1>&2
  pushd "%HOME_DIR%"
  call mvnw.cmd -q -Dquick -pl cli -am package 1>&2
  if errorlevel 1 (
    popd
    echo cutpoint: the build failed, see above. 1>&2
    exit /b 70
  )
  popd
)

rem 512 MB for the process, of which the JVM itself takes about 140. --max-memory raises no heap here: set CUTPOINT_HEAP.
if not defined CUTPOINT_HEAP set "CUTPOINT_HEAP=372m"
"%JAVA_BIN%" -Xmx%CUTPOINT_HEAP% -XX:+UseSerialGC -XX:-UsePerfData -Xlog:disable -Dfile.encoding=UTF-8 -cp "%LIB%\*" io.cutpoint.cli.Main %*
exit /b %ERRORLEVEL%
