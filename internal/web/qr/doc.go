// Package qr draws short texts as QR codes (ISO/IEC 18004:2015, model 2): bytes,
// with error correction level M, in the smallest of versions 1 to 10 that holds
// them. A code is drawn on our own machine, so that no secret leaves it for the sake
// of a picture.
package qr
