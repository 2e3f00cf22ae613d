enum Light {
  case red, amber, green
}
let light = Light.red
switch light {
case .red: print("stop")
case .green: print("go")
}
