// Package doctor is the command doctor: it checks what the program finds around it,
// and says how to fix what fails. It changes nothing.
package doctor
