// swift-tools-version:6.0

import PackageDescription

let package = Package(
  name: "Leap",
  products: [.library(name: "Leap", targets: ["Leap"])],
  targets: [.target(name: "Leap"), .testTarget(name: "LeapTests", dependencies: ["Leap"])]
)
