// Package conformance runs the official clients of other vendors, unchanged and pinned, against a started Concord, and
// lets them exchange messages through a real Kafka broker. Its tests have the build tag `conformance`, since they install
// what they need beyond Go: Python packages, npm packages and jars, each from its lock file or an exact version.
package conformance
