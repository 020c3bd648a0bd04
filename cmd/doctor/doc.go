// Package doctor is the command doctor: it checks the setup of the program and says
// how to fix what fails. It changes nothing.
package doctor
