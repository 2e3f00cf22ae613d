// swift-tools-version:6.0

import PackageDescription

let package = Package(
  name: "Basket",
  products: [.library(name: "Basket", targets: ["Basket"])],
  targets: [.target(name: "Basket"), .testTarget(name: "BasketTests", dependencies: ["Basket"])]
)
