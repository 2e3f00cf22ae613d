// Stands for the module RealModule of the package swift-numerics, which is not in Debian: what lessons use of it.

extension FloatingPoint {
  /// Tells whether two numbers differ by no more than a part of the larger of them.
  public func isApproximatelyEqual(to other: Self, relativeTolerance: Self = Self.ulpOfOne.squareRoot()) -> Bool {
    isApproximatelyEqual(to: other, absoluteTolerance: 0, relativeTolerance: relativeTolerance)
  }

  /// Tells whether two numbers differ by no more than so much, or than a part of the larger of them.
  public func isApproximatelyEqual(to other: Self, absoluteTolerance: Self, relativeTolerance: Self = 0) -> Bool {
    if self == other { return true }
    let difference = (self - other).magnitude
    let allowed = max(absoluteTolerance, relativeTolerance * max(magnitude, other.magnitude))
    return difference.isFinite && difference <= allowed
  }
}
